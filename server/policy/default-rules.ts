import { withoutRight } from '../wire/wire-error.ts';
import type { Rules } from './rules.ts';

/** What holds without any policy: the rights that were granted, no limits, privacyIDEA's names. */
export const defaultRules: Rules = {
  mayAct(facts, right) {
    if (!facts.admin.rights.includes(right)) throw withoutRight(right);
  },
  mayHold() {},
  randomPinAtInit: () => undefined,
  randomPinLater: () => undefined,
  mayBePin() {},
  appName: (_facts, _about, serial) => ({ label: serial, issuer: 'privacyIDEA' }),
};
