import type { Compared } from './run-privacyidea.ts';
export async function compareCosts(_theirs: Compared, _ours: Compared): Promise<boolean> {
  return true;
}
