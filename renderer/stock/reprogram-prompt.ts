import type { LaneView, SpareView } from '../../domain/contract/reprogram.ts';

/** What a hand does next. */
export type LanePrompt = 'insert' | 'insertFirst' | 'touch' | 'touchSeveral' | 'writing' | 'remove' | 'all' | 'aside';

/** The written tokens in the ports, which want a touch. */
export function waitingHere({ spares }: LaneView): readonly SpareView[] {
  return spares.filter(({ stage, isHere }) => stage === 'written' && isHere);
}

/** The most urgent first: a touch that is wanted, a write under way, what lies in the ports, the next of the box. */
export function promptOf(lane: LaneView): LanePrompt {
  const waiting = waitingHere(lane).length;
  if (waiting > 0) return waiting === 1 ? 'touch' : 'touchSeveral';
  const here = lane.spares.filter(({ isHere }) => isHere);
  if (here.some(({ stage }) => stage === 'writing' || stage === 'prepared' || stage === 'seen')) return 'writing';
  if (lane.count.left === 0) return 'all';
  const isAside = ({ stage }: SpareView) => stage === 'refused' || stage === 'failed' || stage === 'quarantined';
  if (here.some(isAside)) return 'aside';
  if (lane.ports.length > 0) return 'remove';
  return lane.spares.length === 0 ? 'insertFirst' : 'insert';
}

/** How many of a box nobody has put in; what was put aside or never touched is there all the same. */
export function missingOf({ left, waiting, setAside }: LaneView['count']): number {
  return left === null ? 0 : Math.max(0, left - waiting - setAside);
}
