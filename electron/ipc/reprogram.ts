import type { Channel, Reply } from '../../domain/contract/ipc.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { ownOffices } from '../acts/controller.ts';
import { accessCodeOf } from '../ceremony/access-code.ts';
import { beginLane, finishLane, putLaneAside } from '../reprogram/begin-lane.ts';
import { mustReprogram } from '../reprogram/rights.ts';
import type { LaneRun } from '../reprogram/run-lane.ts';
import type { DeskContext, Handlers } from './context.ts';

type LaneChannel = Extract<Channel, `reprogram/${string}`>;

/** The lane of spares. Its acts go in turn with those of ceremonies; what is written to tokens does not wait for them. */
export function reprogramHandlers(desk: DeskContext): Handlers<LaneChannel> {
  const view = (lane: LaneRun): NonNullable<Reply<'reprogram/current'>> => {
    const now = lane.view();
    if (now === null) throw new KeydeskError('reprogram/not-now', {});
    return now;
  };
  const act = (perform: (lane: LaneRun) => void) =>
    desk.inTurn(() => {
      const { lane } = desk.open();
      perform(lane);
      return view(lane);
    });
  return {
    'reprogram/current': () => desk.open().lane.view(),
    'reprogram/offices': () => {
      const { ceremony } = desk.open();
      return ownOffices(ceremony).filter(({ id }) => isAllowed(() => mustReprogram(ceremony, id)));
    },
    'reprogram/begin': (wish) =>
      act((lane) => {
        beginLane(lane.parts, wish);
        lane.run();
      }),
    'reprogram/run': () => act((lane) => lane.run()),
    'reprogram/rest': async () => {
      await desk.inTurn(() => desk.open().lane.rest());
    },
    'reprogram/code': ({ typed, longestGapMs }) => act((lane) => lane.code(typed, longestGapMs)),
    'reprogram/again': async ({ spare, accessCode }) => {
      const { lane } = desk.open();
      const code = accessCodeOf(accessCode);
      try {
        await lane.again(spare, code);
      } finally {
        code?.wipe();
      }
      return view(lane);
    },
    'reprogram/finish': async () => {
      const { lane } = desk.open();
      lane.rest();
      await lane.idle();
      return act(({ parts }) => finishLane(parts));
    },
    'reprogram/close': async () => {
      await desk.inTurn(() => putLaneAside(desk.open().lane.parts));
    },
  };
}

function isAllowed(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof KeydeskError) return false;
    throw error;
  }
}
