import type { RequestFacts } from '../act/request-facts.ts';
import type { Person } from '../store/people.ts';
import type { Right } from '../store/rights.ts';

/** What a person, or nobody yet, is about to hold. */
export interface Holding {
  readonly person: Person | undefined;
  readonly realms: readonly string[];
  readonly type: string;
  /** The serial it has, or will have; one that counts already does not count against itself. */
  readonly serial: string;
}

/**
 * What policies decide about an administrator's act: the one place where it is asked. Each is asked inside the
 * transaction of the act, and refuses by throwing the wire's error.
 */
export interface Rules {
  /** Whether the act may be done about this person. */
  readonly mayAct: (facts: RequestFacts, right: Right, about: Person | undefined) => void;
  /** Limits on how many tokens a realm and a person may have. */
  readonly mayHold: (facts: RequestFacts, holding: Holding) => void;
  /** The length of the random PIN that every new token gets instead of the one that was sent, if any. */
  readonly randomPinAtInit: (facts: RequestFacts, about: Person | undefined) => number | undefined;
  /** The length of the random PIN that may be set later; nobody may set one without. */
  readonly randomPinLater: (facts: RequestFacts, about: Person | undefined) => number | undefined;
  /** Whether a PIN is long enough and holds what it must. */
  readonly mayBePin: (facts: RequestFacts, about: Person | undefined, pin: string) => void;
  /** What the authenticator app shows. */
  readonly appName: (
    facts: RequestFacts,
    about: Person | undefined,
    serial: string,
  ) => { readonly label: string; readonly issuer: string };
}
