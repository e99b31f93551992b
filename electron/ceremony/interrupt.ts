import { type Ceremony, next } from '../../domain/ceremony.ts';
import { openCeremony } from '../vault/ceremonies.ts';
import { advance } from './advance.ts';
import type { CeremonyParts } from './parts.ts';

/** The session was broken: the same person has to be confirmed before anything goes on. */
export function interrupt(parts: CeremonyParts, why: 'restart' | 'sleep'): void {
  const ceremony = openCeremony(parts.vault);
  if (ceremony === undefined || ceremony.outcome !== undefined || ceremony.confirmAgain) return;
  if (next(ceremony, { kind: 'interrupted' }) === ceremony) return;
  advance(parts, { kind: 'interrupted' }, { action: 'ceremony/interrupted', detail: { why } }, { atAnyCost: true });
}

/** The controller looked again: the person in front of the desk is the one named. */
export function confirmPerson(parts: CeremonyParts): Ceremony {
  return advance(parts, { kind: 'person confirmed' }, { action: 'holder/confirmed' }, { atAnyCost: true });
}
