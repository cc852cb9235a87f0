import { crews, type Crew } from '../crews.js';
import { leaseMs, type HeldStory } from '../held-leases.js';
import type { PatientStory } from '../patient.js';
import { patients } from '../patients.js';
import type { FleetEvidence } from '../run-fleet.js';
import { casesOf, wasAdmitted, type Case } from './cases.js';
import { judgeLedger, type LedgerVerdict } from './judge-ledger.js';
import { judgeNeed } from './judge-need.js';
import { judgeRefusals } from './judge-refusals.js';
import { measureGuard, type Measured } from './measure-guard.js';

/** What came of one crew. */
export interface CrewVerdict {
  readonly name: string;
  readonly sent: number;
  readonly admitted: number;
  readonly refused: number;
  readonly left: number;
  readonly measured: readonly Measured[];
}

/** What came of a run. */
export interface FleetVerdict {
  readonly crews: readonly CrewVerdict[];
  readonly ledger: LedgerVerdict;
  readonly held: readonly { readonly name: string; readonly backAfterMs: number | undefined }[];
  readonly patients: readonly { readonly name: string; readonly letIn: number }[];
  /** What is wrong, by what it is about; empty lists when all is well. */
  readonly findings: Readonly<Record<FindingKind, readonly string[]>>;
}

/** Limits that were certainly overrun, refusals, the ledger, hints, leases of a killed replica, the replicas themselves. */
export type FindingKind = 'overruns' | 'refusals' | 'ledger' | 'hints' | 'leases' | 'replicas';

/** What a replica says when it leaves the shared limits: then nothing can be said of them. */
const countsAlone = /redis is away/;

/** Judges a run from what was seen of it; nothing here asks the code under judgement. */
export function judgeFleet(evidence: FleetEvidence): FleetVerdict {
  const cases = casesOf(evidence);
  const judged = [...crews.map((crew) => ({ crew, key: crew.name })), ...patients.map(patientCrew)].map(
    ({ crew, key }) => judgeCrew({ ...crew, name: key }, cases),
  );
  const ledger = judgeLedger(cases, evidence.rows);
  return {
    crews: judged.map(({ verdict }) => verdict),
    ledger,
    held: evidence.held.map((story) => ({ name: story.name, backAfterMs: backAfter(story, evidence) })),
    patients: evidence.patients.map(({ name, letIn }) => ({ name, letIn })),
    findings: {
      overruns: judged.flatMap(({ verdict }) => overrunsOf(verdict)),
      refusals: judged.flatMap(({ refusals }) => refusals),
      ledger: ledger.findings,
      hints: evidence.patients.flatMap(patientFlaws),
      leases: evidence.held.flatMap(heldFlaws),
      replicas: [
        ...evidence.warnings.filter((line) => countsAlone.test(line)),
        ...evidence.exitCodes.filter((code) => code !== 0).map((code) => `a replica ended with ${code}`),
      ],
    },
  };
}

const patientCrew = (crew: Crew) => ({ crew, key: `patient-${crew.name}` });

function judgeCrew(crew: Crew, all: readonly Case[]) {
  const cases = all.filter(({ seen }) => seen.crew === crew.name);
  const refused = cases.filter(({ seen }) => seen.refusal !== undefined);
  const verdict: CrewVerdict = {
    name: crew.name,
    sent: cases.length,
    admitted: cases.filter(wasAdmitted).length,
    refused: refused.length,
    left: cases.filter(({ seen }) => seen.leftAtMs !== undefined).length,
    measured: crew.guards.map((guard) => measureGuard(guard, cases)),
  };
  const sightings = cases.map(({ seen }) => seen);
  const refusals = [...judgeRefusals(crew, sightings), ...judgeNeed(crew, cases), ...pressureFlaws(crew, verdict)];
  return { verdict, refusals };
}

/** A limit that nobody reached says nothing, and one that lets nobody in is no limit. */
function pressureFlaws({ name, beyond }: Crew, { admitted, refused }: CrewVerdict): readonly string[] {
  if (beyond === 'elsewhere') return refused === 0 ? [] : [`${name}: what does not fit should go elsewhere`];
  return [
    ...(admitted === 0 ? [`${name}: nobody was let in`] : []),
    ...(refused === 0 ? [`${name}: nobody was refused, so its limit was not tried`] : []),
  ];
}

function overrunsOf({ name, measured }: CrewVerdict): readonly string[] {
  return measured
    .filter(({ most, limit }) => most > limit)
    .map(({ bucket, most, limit }) => `${name}: ${bucket} allows ${limit}, and ${round(most)} stood`);
}

function patientFlaws({ name, letIn, refusedAgain }: PatientStory): readonly string[] {
  return [
    ...refusedAgain.map((seen) => `patient ${name}: ${seen.tag} waited as told and was refused again`),
    ...(letIn === 0 ? [`patient ${name}: never waited and was let in`] : []),
  ];
}

/** Places come back by their expiry, and not with the death of the replica: its leases hold until then. */
function heldFlaws({ name, holders, probes, backAtMs }: HeldStory): readonly string[] {
  const soonestMs = Math.min(...holders.map(({ sentAtMs }) => sentAtMs)) + leaseMs;
  return [
    ...probes
      .filter(({ status, endedAtMs }) => status === 200 && endedAtMs < soonestMs)
      .map(({ tag }) => `held ${name}: ${tag} got a place while all were held`),
    ...probes
      .filter(({ refusal, sentAtMs }) => refusal !== undefined && sentAtMs >= backAtMs)
      .map(({ tag }) => `held ${name}: ${tag} was refused, and the leases were over`),
  ];
}

/** How long after the kill the first probe heard that it had a place; `undefined` when only the comeback did. */
function backAfter({ probes }: HeldStory, { killed }: FleetEvidence): number | undefined {
  const killedAtMs = killed[0]?.killedAtMs ?? Infinity;
  const first = probes.find(({ sentAtMs, status }) => sentAtMs > killedAtMs && status === 200);
  return first === undefined ? undefined : first.endedAtMs - killedAtMs;
}

/** Amounts as people read them. */
export function round(amount: number): number {
  return Math.round(amount * 10) / 10;
}
