import type { Ceremony } from '../../domain/ceremony.ts';
import type { AppState } from '../../domain/contract/ipc.ts';

/** What every step of the ceremony is given; everything else it asks for itself. */
export interface StepProps {
  readonly app: AppState;
  readonly ceremony: Ceremony;
}
