import type { Asked } from './compile.ts';
import { readChoice } from './read.ts';
import { labelTags, replaceTags } from './tag.ts';

/** Whose token it is; all but the serial are empty for a token without an owner. */
export interface LabelFacts {
  readonly serial: string;
  /** The login name. */
  readonly user: string;
  readonly realm: string;
  readonly givenname: string;
  readonly surname: string;
}

export interface TokenLabel {
  readonly label: string;
  readonly issuer: string;
  readonly image?: string;
  readonly policies: readonly string[];
}

/** The label and issuer of a new token in an authenticator app; a label that comes out empty is the serial instead. */
export function tokenLabel(asked: Asked, facts: LabelFacts): TokenLabel {
  const label = readChoice(asked, 'enrollment', 'tokenlabel');
  const issuer = readChoice(asked, 'enrollment', 'tokenissuer');
  const image = readChoice(asked, 'enrollment', 'appimageurl');
  const values = { ...facts, s: facts.serial, u: facts.user, r: facts.realm };
  const render = (text: string) => replaceTags(text, labelTags, values).trim();
  return {
    label: render(label.value ?? '<s>') || facts.serial,
    issuer: render(issuer.value ?? 'privacyIDEA') || 'privacyIDEA',
    ...(image.value === undefined ? {} : { image: image.value }),
    policies: [...new Set([...label.policies, ...issuer.policies, ...image.policies])],
  };
}
