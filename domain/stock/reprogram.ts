import type { CeremonyToken, CredentialPlan } from '../ceremony.ts';
import type { Failure } from '../failure.ts';
import type { CredentialType, TokenStanding, TokenState } from '../token.ts';

/**
 * How far a spare got: `seen` in a port, `refused` before anything was written, `prepared` once the sealed intent is
 * durable, `written` until its code is typed, `done` with its record, `failed` with nothing written, or nobody knows.
 */
export const spareStages = [
  'seen',
  'refused',
  'prepared',
  'writing',
  'written',
  'done',
  'failed',
  'quarantined',
] as const;
export type SpareStage = (typeof spareStages)[number];

/** What the server showed once it had the record. */
export interface ServerProof {
  /** `alive`: the credential stands ready, and the code that was typed at the desk is one of its own, when it was asked. */
  readonly fresh: 'alive' | 'gone';
  /** Whether the server's own seed makes the code that the token typed; nothing when the code was not at hand any more. */
  readonly typed: boolean | null;
  /** Credentials of the token that have ended, and of these, those whose next code is worth something on it still. */
  readonly former: number;
  readonly formerAlive: number;
}

/** One token of a lane. It holds no secret. */
export interface Spare {
  /** Its small ceremony, which its attempts and records name. */
  readonly id: string;
  /** 1, 2, 3 ... in the order of first being seen in this lane. */
  readonly place: number;
  readonly token: CeremonyToken;
  readonly plan: CredentialPlan;
  /** Who was at the desk when it was last taken up. */
  readonly controller: string;
  /** What state it was in then. */
  readonly before: TokenState;
  readonly stage: SpareStage;
  /** The attempt at hand. */
  readonly issuance: string | undefined;
  /** Wrong codes in a row that can only have been its own. */
  readonly wrongCodes: number;
  readonly problem: Failure | undefined;
  readonly record: string | undefined;
  readonly proof: ServerProof | undefined;
}

export type SpareEvent =
  /** It is in a port: for the first time, or again after it came to nothing. */
  | {
      readonly kind: 'met';
      readonly plan: CredentialPlan;
      readonly controller: string;
      readonly before: TokenState;
      readonly refusal: Failure | undefined;
    }
  | { readonly kind: 'intent kept'; readonly issuance: string }
  /** From here on only the token knows. */
  | { readonly kind: 'write begun' }
  | { readonly kind: 'write proven' }
  /** Nothing was written. */
  | { readonly kind: 'write refused'; readonly failure: Failure }
  /** Nobody knows what the slot holds. */
  | { readonly kind: 'write unknown'; readonly failure: Failure }
  | { readonly kind: 'code refused'; readonly failure: Failure }
  /** Its own code came: the record is made. */
  | { readonly kind: 'recorded'; readonly record: string }
  /** Something else was written to the slot before it was proven. */
  | { readonly kind: 'overtaken'; readonly failure: Failure }
  | { readonly kind: 'shown'; readonly proof: ServerProof };

/** Which events a stage takes; anything else changes nothing. */
const allowed: Readonly<Record<SpareStage, readonly SpareEvent['kind'][]>> = {
  seen: ['met', 'intent kept', 'write refused'],
  refused: ['met'],
  prepared: ['write begun', 'write refused'],
  writing: ['write proven', 'write refused', 'write unknown'],
  written: ['code refused', 'recorded', 'write unknown', 'overtaken'],
  done: ['shown'],
  failed: ['met'],
  quarantined: ['met'],
};

function spareTakes({ stage }: Pick<Spare, 'stage'>, kind: SpareEvent['kind']): boolean {
  return allowed[stage].includes(kind);
}

/** The token after an event; the same object when its stage does not take it. Pure: no clock, no effects. */
export function nextSpare(spare: Spare, event: SpareEvent): Spare {
  if (!spareTakes(spare, event.kind)) return spare;
  const clear = { ...spare, problem: undefined };
  switch (event.kind) {
    case 'met': {
      const { plan, controller, before, refusal } = event;
      const stage = refusal === undefined ? 'seen' : 'refused';
      return { ...spare, stage, plan, controller, before, problem: refusal, issuance: undefined, wrongCodes: 0 };
    }
    case 'intent kept':
      return { ...clear, stage: 'prepared', issuance: event.issuance };
    case 'write begun':
      return { ...clear, stage: 'writing' };
    case 'write proven':
      return { ...clear, stage: 'written', wrongCodes: 0 };
    case 'write refused':
    case 'overtaken':
      return { ...spare, stage: 'failed', issuance: undefined, problem: event.failure };
    case 'write unknown':
      return { ...spare, stage: 'quarantined', issuance: undefined, problem: event.failure };
    case 'code refused': {
      const wrong = event.failure.code === 'code/wrong' ? spare.wrongCodes + 1 : spare.wrongCodes;
      return { ...spare, problem: event.failure, wrongCodes: wrong };
    }
    case 'recorded':
      return { ...clear, stage: 'done', record: event.record };
    case 'shown':
      return { ...spare, proof: event.proof };
  }
}

/** A box of spares on its way back to the shelf of an office. */
export interface Lane {
  readonly id: string;
  readonly office: { readonly id: string; readonly name: string };
  /** How many are in the box, where somebody counted. */
  readonly expected: number | undefined;
  readonly type: CredentialType;
  readonly digits: 6 | 8;
  /** Where nothing is known of a token's slots. */
  readonly slot: CredentialPlan['slot'];
  /** What somebody else wrote to the slot may be written over. */
  readonly overwrite: boolean;
  readonly startedBy: string;
  readonly startedAt: string;
  readonly finishedAt: string | undefined;
}

/** The slot that is written: where nobody knows what is in it, else where the old credential is, else the lane's. */
export function slotFor(
  lane: Pick<Lane, 'slot'>,
  standing: TokenStanding,
  written: readonly CredentialPlan['slot'][],
): CredentialPlan['slot'] {
  const [unknown] = standing.kind === 'quarantined' ? standing.slots : [];
  return unknown ?? (written.includes(lane.slot) ? lane.slot : (written[0] ?? lane.slot));
}

/** Why a token is not written anew in a lane, by what the desk knows of it. */
export function spareRefusal(
  standing: TokenStanding,
  practice: boolean,
  { overwrite }: Pick<Lane, 'overwrite'>,
  slot: CredentialPlan['slot'],
): Failure | undefined {
  if (practice) return { code: 'reprogram/practice', context: {} };
  switch (standing.kind) {
    case 'ready':
      return undefined;
    case 'no serial':
      return { code: 'token/no-serial', context: {} };
    case 'issued':
      return { code: 'act/somebodys', context: { name: standing.holder } };
    case 'occupied':
      return overwrite || !standing.slots.includes(slot) ? undefined : { code: 'token/occupied', context: { slot } };
    case 'quarantined':
      return standing.slots.length === 1 ? undefined : { code: 'reprogram/both-slots', context: {} };
    case 'unavailable':
      // Revoked or returned, it is nobody's and in hand: this is how it gets back to the shelf.
      return standing.state === 'revoked' || standing.state === 'returned'
        ? undefined
        : {
            code: 'token/unavailable',
            // Lost, it was found: taken back, it goes through the lane.
            context: { state: standing.state, reason: standing.state === 'lost' ? 'found' : 'lane' },
          };
  }
}

/** How a lane stands, for `n of m`. */
export interface LaneCount {
  readonly done: number;
  readonly waiting: number;
  readonly setAside: number;
  /** Of the box, as far as anybody said how many are in it. */
  readonly left: number | undefined;
}

export function countLane({ expected }: Pick<Lane, 'expected'>, spares: readonly Pick<Spare, 'stage'>[]): LaneCount {
  const of = (...stages: readonly SpareStage[]) => spares.filter(({ stage }) => stages.includes(stage)).length;
  return {
    done: of('done'),
    waiting: of('seen', 'prepared', 'writing', 'written'),
    setAside: of('refused', 'failed', 'quarantined'),
    left: expected === undefined ? undefined : Math.max(0, expected - of('done')),
  };
}

/** The one that a typed code belongs to. Two that it fits, by chance or by two fingers, are none: it is touched again. */
export function onlyMatch<T>(matches: readonly T[]): T | 'nobody' | 'more than one' {
  const [first] = matches;
  if (first === undefined) return 'nobody';
  return matches.length === 1 ? first : 'more than one';
}
