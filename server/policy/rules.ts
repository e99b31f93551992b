import type { LostTokenSettings } from '../../domain/policy/lost-token.ts';
import type { PinContents } from '../../domain/policy/pin-contents.ts';
import type { TokenLabel } from '../../domain/policy/token-label.ts';
import type { TwoStepRule, TwoStepSizes } from '../../domain/policy/two-step.ts';
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

/** A random PIN that is to be drawn, and whether its letter is to be printed. */
export interface PinToDraw {
  readonly length: number;
  readonly contents: PinContents;
  readonly letter: boolean;
}

/** Who asks, as rights look at it: an administrator, or a person for themselves. */
export type Asking = Pick<
  RequestFacts,
  'admin' | 'person' | 'byPasswordAlone' | 'client' | 'userAgent' | 'web' | 'at' | 'tookEffect'
>;

/**
 * What policies decide about the act of an administrator, or of a person with their own tokens: the one place where it
 * is asked. Each refuses by rejecting with the wire's error, and notes the policies that took effect.
 */
export interface Rules {
  /** Whether the act may be done about this person. */
  readonly mayAct: (asking: Asking, right: Right, about: Person | undefined) => Promise<void>;
  /** Of these realms, those whose people and tokens may be listed; `undefined` when nothing narrows the right. */
  readonly realmsToList: (
    asking: Asking,
    right: Right,
    realms: readonly string[],
  ) => Promise<readonly string[] | undefined>;
  /** Limits on how many tokens a realm and a person may have. */
  readonly mayHold: (asking: Asking, holding: Holding) => Promise<void>;
  /** The random PIN that every new token gets instead of the one that was sent, if any. */
  readonly randomPinAtInit: (asking: Asking, about: Person | undefined, type: string) => Promise<PinToDraw | undefined>;
  /** The random PIN that may be set later; nobody may set one without a policy. */
  readonly randomPinLater: (asking: Asking, about: Person | undefined, type: string) => Promise<PinToDraw | undefined>;
  /** Whether a PIN is long enough and holds what it must. */
  readonly mayBePin: (asking: Asking, about: Person | undefined, type: string, pin: string) => Promise<void>;
  /** How a PIN is kept from now on; the client has no say. */
  readonly pinStorage: (asking: Asking, about: Person | undefined) => Promise<'hashed' | 'encrypted'>;
  /** Whether the seed of such a token may or must be made of two parts, and of which sizes. */
  readonly twoStep: (
    asking: Asking,
    about: Person | undefined,
    type: string,
  ) => Promise<{ readonly rule: TwoStepRule | undefined; readonly sizes: TwoStepSizes }>;
  /** Whether such a token lets nobody in before its first code was given. */
  readonly waitsForCode: (asking: Asking, about: Person | undefined, type: string) => Promise<boolean>;
  /** How long what is drawn for such a token is, and what it holds, as far as policies say. */
  readonly drawn: (
    asking: Asking,
    about: Person | undefined,
    type: 'registration' | 'pw',
  ) => Promise<{ readonly length: number | undefined; readonly contents: PinContents | undefined }>;
  /** What the authenticator app shows. */
  readonly appName: (asking: Asking, about: Person | undefined, serial: string) => Promise<TokenLabel>;
  /** The password that replaces a lost token of this person. */
  readonly lostToken: (asking: Asking, about: Person) => Promise<LostTokenSettings>;
}
