import type { CeremonyParts } from '../ceremony/parts.ts';

/** What a lane of spares works with. */
export interface LaneParts extends CeremonyParts {
  /** The lane, or one of its tokens, changed. */
  readonly laneChanged: () => void;
}
