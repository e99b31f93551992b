import type { Acknowledgement, Ceremony } from '../../domain/ceremony.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { advance } from './advance.ts';
import type { CeremonyParts } from './parts.ts';

/** Path commands and numbers of SVG's `d` attribute, and nothing else. */
const path = /^[MmLlHhVvCcSsQqTtAaZz\d\s,.eE+-]+$/;

/** The recipient's own word that the token is theirs now: a typed name or a drawn signature. */
export function acknowledge(parts: CeremonyParts, given: Acknowledgement): Ceremony {
  return advance(
    parts,
    { kind: 'acknowledged', acknowledgement: cleaned(given) },
    { action: 'ceremony/acknowledged', detail: { kind: given.kind, language: given.language } },
    { atAnyCost: true },
  );
}

function cleaned(given: Acknowledgement): Acknowledgement {
  if (given.kind === 'typed name') {
    const name = given.name.trim();
    if (name === '') throw new KeydeskError('ceremony/acknowledgement', { kind: given.kind });
    return { ...given, name };
  }
  if (!path.test(given.drawing)) throw new KeydeskError('ceremony/acknowledgement', { kind: given.kind });
  return given;
}
