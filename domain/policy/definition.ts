import type { Scope } from './policy.ts';
import type { TagSet } from './tag.ts';

/** How the values of several matching policies become one. */
type ReadingKind =
  /** On when any matching policy says so. */
  | 'flag'
  /** The value of the best priority; two different ones there are a conflict. */
  | 'choice'
  /** All values of all priorities. */
  | 'union'
  /** The highest value of all priorities. */
  | 'maximum';

export type ActionGroup =
  | 'limit'
  | 'label'
  | 'enrolling'
  | 'assignment'
  | 'pin'
  | 'lost-token'
  | 'way-in'
  | 'message'
  | 'challenge'
  | 'token'
  | 'token-type'
  | 'person'
  | 'trust'
  | 'server';

/** What an action is: its type on the wire, how it is read, and what its value may be. */
export interface ActionDefinition {
  readonly name: string;
  readonly scope: Scope;
  readonly type: 'bool' | 'int' | 'str';
  readonly reading: ReadingKind;
  readonly group: ActionGroup;
  /** One sentence of English for the wire; people read the i18n key of `descriptionKey`. */
  readonly description: string;
  /** Blanks are part of the value. */
  readonly freeText?: boolean;
  /** Lets somebody in without a token: marked where it is edited and in the audit. */
  readonly dangerous?: boolean;
  readonly tags?: TagSet;
  /** The values to choose from, where they are few. */
  readonly values?: readonly string[];
  /** For numbers. */
  readonly least?: number;
  readonly most?: number;
}

/** The i18n key of what an action does. Actions of one family share a text. */
export function descriptionKey(definition: Pick<ActionDefinition, 'name' | 'scope'>): string {
  const family = definition.name
    .replace(/^[a-z]+(?=_max_|_otp_pin_contents|_2step)/, 'type')
    .replace(/^qrtanurl\..*/, 'qrtanurl')
    .replace(/\./g, '_')
    .replace(/^enroll[A-Z]+$/, 'enrollTYPE');
  return `policy.action.${definition.scope}.${family}`;
}
