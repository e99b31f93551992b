import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ask } from '../keydesk.ts';
import { ReprogramDone } from './reprogram-done.tsx';
import { ReprogramLane } from './reprogram-lane.tsx';
import { ReprogramStart } from './reprogram-start.tsx';
import './reprogram.css';

/** The lane of spares: begun, under way or through. It rests when its screen is left: nothing is written unseen. */
export function Reprogram() {
  const lane = useQuery({ queryKey: ['reprogram/current'], queryFn: () => ask('reprogram/current') }).data;
  useEffect(
    () => () => {
      // The desk may be locked by now: then the lane rests anyway.
      ask('reprogram/rest').catch(() => {});
    },
    [],
  );
  if (lane === undefined) return null;
  if (lane === null) return <ReprogramStart />;
  return lane.finishedAt === null ? <ReprogramLane lane={lane} /> : <ReprogramDone lane={lane} />;
}
