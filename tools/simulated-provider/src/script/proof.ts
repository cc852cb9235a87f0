import { createHash } from 'node:crypto';
import type { DialectName } from '../question/question.js';

/** Seals reasoning, as providers sign or encrypt it: only this simulator in this dialect recognises it again. */
export function issueProof(dialect: DialectName, id: string): string {
  return Buffer.from(`sim.${dialect}.${id}.${checksum(dialect, id)}`).toString('base64');
}

/** Whether a proof was issued by this simulator in this dialect. */
export function isOwnProof(dialect: DialectName, proof: string): boolean {
  const [, issuer, id = '', sum] = Buffer.from(proof, 'base64').toString().split('.');
  return issuer === dialect && sum === checksum(dialect, id);
}

const checksum = (dialect: DialectName, id: string) =>
  createHash('sha256').update(`${dialect} ${id}`).digest('hex').slice(0, 32);
