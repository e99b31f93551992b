import type { Checks, RefusalReason, StopReason } from './checks.ts';
import type { Failure } from './failure.ts';
import type { HolderWithTokens } from './holder.ts';
import type { CredentialType, SlotNumber, TokenSeen, TokenSerial, TokenStanding } from './token.ts';

/** The stages of the ceremony, in the order of the rail. */
export const steps = ['person', 'checks', 'token', 'program', 'prove', 'pin', 'hand over', 'done'] as const;
export type Step = (typeof steps)[number];

/** What will be written to the slot. `counter` is the HOTP moving factor to start at, a multiple of 16. */
export interface CredentialPlan {
  readonly type: CredentialType;
  readonly digits: 6 | 8;
  readonly counter: number;
  readonly slot: SlotNumber;
}

export type Acknowledgement =
  | { readonly kind: 'typed name'; readonly name: string; readonly language: string }
  /** `drawing` is an SVG path (the `d` attribute only) in a 600 x 200 box. */
  | { readonly kind: 'signature'; readonly drawing: string; readonly language: string };

/** The token the ceremony is about; a token with another serial is a swapped one. */
export interface CeremonyToken {
  readonly serial: TokenSerial;
  readonly model: string;
  readonly firmware: string;
  readonly transport: TokenSeen['transport'];
}

/** Where a token is that is replaced: it was read from the port, it is not here, or it is lost. */
export const replacedPlaces = ['here', 'away', 'lost'] as const;

/** The person's token whose place the new one takes, withdrawn in the same transaction. */
export interface Replacement {
  readonly token: TokenSerial;
  readonly where: (typeof replacedPlaces)[number];
}

/** How far the write of one attempt got. */
type Writing =
  | { readonly phase: 'idle' }
  /** `fraction` of the reports sent, 0 to 1: told to the window as the write goes on, kept as 0. */
  | { readonly phase: 'writing'; readonly fraction: number }
  | { readonly phase: 'written' };

/**
 * The ceremony as it stands: everything the screen shows and everything kept durably, and no secret.
 * `problem` is what went wrong last and has not been put right; each step's screen words it with the next action.
 */
export interface Ceremony {
  readonly id: string;
  readonly step: Step;
  readonly practice: boolean;
  readonly startedAt: string;
  /** Who began it and answers for it to the end, whoever is chosen in the settings meanwhile. */
  readonly controller: string;
  readonly holder: HolderWithTokens | undefined;
  readonly checks: Checks | undefined;
  /** Left out: the token is a further one, or the first. */
  readonly replaces?: Replacement | undefined;
  readonly token: CeremonyToken | undefined;
  readonly plan: CredentialPlan | undefined;
  /** The issuance of the present attempt: a new one for every seed drawn. */
  readonly issuance: string | undefined;
  readonly writing: Writing;
  /** Codes accepted so far, none to two. */
  readonly codes: 0 | 1 | 2;
  readonly pinSet: boolean;
  readonly acknowledgement: Acknowledgement | undefined;
  /** The app was closed in between: the person has to be confirmed again before going on. */
  readonly confirmAgain: boolean;
  readonly problem: Failure | undefined;
  readonly outcome: Outcome | undefined;
}

export type Outcome =
  | { readonly kind: 'issued'; readonly record: string }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly note: string; readonly record: string }
  | { readonly kind: 'stopped'; readonly reason: StopReason; readonly note: string; readonly record: string };

export type CeremonyEvent =
  | { readonly kind: 'holder chosen'; readonly holder: HolderWithTokens }
  | { readonly kind: 'checks answered'; readonly checks: Checks; readonly replaces?: Replacement | undefined }
  | { readonly kind: 'back' }
  | {
      readonly kind: 'token accepted';
      readonly token: CeremonyToken;
      readonly practice: boolean;
      readonly plan: CredentialPlan;
    }
  /** The sealed intent is durable: the first report may be sent (S3, S4). */
  | { readonly kind: 'write begun'; readonly issuance: string }
  /** The programming sequence and the read-back prove the write. */
  | { readonly kind: 'write proven' }
  /** Nothing was written: the attempt is void. */
  | { readonly kind: 'write refused'; readonly failure: Failure }
  /** The outcome is unknown: the attempt is quarantined, the slot must be written anew. */
  | { readonly kind: 'write unknown'; readonly failure: Failure }
  | { readonly kind: 'code accepted'; readonly codes: 1 | 2 }
  | { readonly kind: 'code refused'; readonly failure: Failure }
  | { readonly kind: 'token changed'; readonly failure: Failure | undefined }
  | { readonly kind: 'pin sealed' }
  | { readonly kind: 'acknowledged'; readonly acknowledgement: Acknowledgement }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'person confirmed' }
  | { readonly kind: 'ended'; readonly outcome: Outcome };

export function begin(id: string, startedAt: string, controller: string): Ceremony {
  return {
    id,
    step: 'person',
    practice: false,
    startedAt,
    controller,
    holder: undefined,
    checks: undefined,
    token: undefined,
    plan: undefined,
    issuance: undefined,
    writing: { phase: 'idle' },
    codes: 0,
    pinSet: false,
    acknowledgement: undefined,
    confirmAgain: false,
    problem: undefined,
    outcome: undefined,
  };
}

/** Which events a step takes; anything else is `ceremony/not-now` and changes nothing. */
const allowed: Readonly<Record<Step, readonly CeremonyEvent['kind'][]>> = {
  person: ['holder chosen'],
  checks: ['checks answered', 'back'],
  token: ['token accepted', 'back'],
  program: ['write begun', 'write proven', 'write refused', 'write unknown', 'back'],
  prove: ['code accepted', 'code refused', 'write unknown'],
  pin: ['pin sealed'],
  'hand over': ['acknowledged'],
  done: [],
};
const anywhere: readonly CeremonyEvent['kind'][] = ['interrupted', 'token changed', 'person confirmed', 'ended'];
/** What happens by itself, whether or not the person has been confirmed: the token's own outcomes, and ends. */
const unasked: readonly CeremonyEvent['kind'][] = [
  'person confirmed',
  'ended',
  'token changed',
  'interrupted',
  'write proven',
  'write refused',
  'write unknown',
];

export function takes(ceremony: Ceremony, kind: CeremonyEvent['kind']): boolean {
  if (ceremony.outcome !== undefined) return false;
  if (ceremony.confirmAgain && !unasked.includes(kind)) return false;
  if (kind === 'back' && ceremony.writing.phase !== 'idle') return false;
  if (kind === 'write begun' && ceremony.writing.phase !== 'idle') return false;
  if ((kind === 'write proven' || kind === 'write refused') && ceremony.writing.phase !== 'writing') return false;
  return anywhere.includes(kind) || allowed[ceremony.step].includes(kind);
}

/** Whether a token may be signed over to the person: checked, proven by two codes, PIN sealed, acknowledged, unbroken. */
export function readyToIssue(ceremony: Ceremony): boolean {
  return (
    ceremony.outcome === undefined &&
    !ceremony.confirmAgain &&
    ceremony.step === 'hand over' &&
    ceremony.holder !== undefined &&
    ceremony.checks !== undefined &&
    ceremony.token !== undefined &&
    ceremony.plan !== undefined &&
    ceremony.issuance !== undefined &&
    ceremony.codes === 2 &&
    ceremony.pinSet &&
    ceremony.acknowledgement !== undefined
  );
}

/** The ceremony after an event; the same object when the step does not take it. Pure: no clock, no effects. */
export function next(ceremony: Ceremony, event: CeremonyEvent): Ceremony {
  if (!takes(ceremony, event.kind)) return ceremony;
  const clear = { ...ceremony, problem: undefined };
  switch (event.kind) {
    case 'holder chosen':
      return { ...clear, step: 'checks', holder: event.holder, checks: undefined };
    case 'checks answered':
      return { ...clear, step: 'token', checks: event.checks, replaces: event.replaces };
    case 'back':
      return goBack(clear);
    case 'token accepted':
      return {
        ...clear,
        step: 'program',
        token: event.token,
        practice: event.practice,
        plan: event.plan,
        writing: { phase: 'idle' },
      };
    case 'write begun':
      return { ...clear, issuance: event.issuance, writing: { phase: 'writing', fraction: 0 } };
    case 'write proven':
      return { ...clear, step: 'prove', writing: { phase: 'written' }, codes: 0 };
    case 'write refused':
    case 'write unknown':
      return {
        ...ceremony,
        step: 'program',
        issuance: undefined,
        writing: { phase: 'idle' },
        codes: 0,
        problem: event.failure,
      };
    case 'code accepted':
      if (event.codes !== ceremony.codes + 1) return ceremony;
      return { ...clear, codes: event.codes, step: event.codes === 2 ? 'pin' : 'prove' };
    case 'code refused':
      return {
        ...ceremony,
        codes: event.failure.code === 'code/not-consecutive' ? 0 : ceremony.codes,
        problem: event.failure,
      };
    case 'token changed':
      return { ...ceremony, problem: event.failure };
    case 'pin sealed':
      return { ...clear, pinSet: true, step: 'hand over' };
    case 'acknowledged':
      return { ...clear, acknowledgement: event.acknowledgement };
    case 'interrupted':
      return ceremony.holder === undefined || ceremony.checks === undefined
        ? ceremony
        : { ...ceremony, confirmAgain: true, codes: ceremony.step === 'prove' ? 0 : ceremony.codes };
    case 'person confirmed':
      return { ...ceremony, confirmAgain: false };
    case 'ended':
      if (event.outcome.kind === 'issued' && !readyToIssue(ceremony)) return ceremony;
      return { ...clear, confirmAgain: false, step: 'done', outcome: event.outcome };
  }
}

/** One step back, never past a token that has been written. */
function goBack(ceremony: Ceremony): Ceremony {
  switch (ceremony.step) {
    case 'checks':
      return { ...ceremony, step: 'person', holder: undefined, checks: undefined };
    case 'token':
      return { ...ceremony, step: 'checks', checks: undefined, replaces: undefined };
    case 'program':
      return { ...ceremony, step: 'token', token: undefined, plan: undefined, practice: false };
    default:
      return ceremony;
  }
}

/** Whether a token with this standing may be taken for a ceremony, and why not. */
export function tokenAllowed(standing: TokenStanding, slot: SlotNumber, overwrite: boolean): Failure | undefined {
  switch (standing.kind) {
    case 'issued':
      return { code: 'token/issued', context: { holder: standing.holder } };
    case 'unavailable':
      return { code: 'token/unavailable', context: { state: standing.state } };
    case 'no serial':
      return { code: 'token/no-serial', context: {} };
    case 'occupied':
      return standing.slots.includes(slot) && !overwrite ? { code: 'token/occupied', context: { slot } } : undefined;
    case 'quarantined':
      return standing.slots.includes(slot)
        ? undefined
        : { code: 'token/quarantined', context: { slot: standing.slots[0] ?? 0 } };
    case 'ready':
      return undefined;
  }
}
