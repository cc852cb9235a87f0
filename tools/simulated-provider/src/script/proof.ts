import { createHash } from 'node:crypto';
import type { DialectName } from '../question/question.js';

/** Whose proof it is: a proof is read by its issuer, in its dialect. */
export interface ProofIssuer {
  readonly issuer: string;
  readonly dialect: DialectName;
}

/** Seals reasoning, as providers sign or encrypt it: only this issuer in this dialect recognises it again. */
export function issueProof(issuer: ProofIssuer, id: string): string {
  return Buffer.from(`sim.${id}.${checksum(issuer, id)}`).toString('base64');
}

/** The id of a reasoning item, which its issuer recognises without the sealed text. */
export function issueItemId(issuer: ProofIssuer, id: string): string {
  return `rs_${id}${checksum(issuer, id)}`;
}

/** Whether a proof, or the id of a reasoning item, was issued by this issuer in this dialect. */
export function isOwnProof(issuer: ProofIssuer, proof: string): boolean {
  if (proof.startsWith('rs_')) return proof === issueItemId(issuer, proof.slice('rs_'.length, -checksumLength));
  const [, id = ''] = Buffer.from(proof, 'base64').toString().split('.');
  return proof === issueProof(issuer, id);
}

const checksumLength = 32;

const checksum = ({ issuer, dialect }: ProofIssuer, id: string) =>
  createHash('sha256').update(`${issuer} ${dialect} ${id}`).digest('hex').slice(0, checksumLength);
