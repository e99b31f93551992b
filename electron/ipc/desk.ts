import type { Home, SyncState } from '../../domain/contract/ipc.ts';
import { holderName } from '../../domain/holder.ts';
import { openCeremony } from '../vault/ceremonies.ts';
import { readClock } from '../vault/clock.ts';
import { countConflicts, countUnstated } from '../vault/conflicts.ts';
import { openContradiction } from '../vault/contradictions.ts';
import type { Vault } from '../vault/database.ts';
import { countHolders } from '../vault/holders.ts';
import { openLane } from '../vault/lanes.ts';
import { countOutbox } from '../vault/outbox.ts';
import { countIssuedSince, listRecords } from '../vault/records.ts';
import { readGuidelines } from '../vault/snapshot.ts';
import { readEnrolment } from '../vault/station.ts';
import { countTokens } from '../vault/tokens.ts';
import type { DeskContext, Handlers } from './context.ts';
import { recordRow } from './records.ts';
import { isTurnedAway } from './station.ts';
import { attachedTokens } from './tokens.ts';

const recentRecords = 8;

/** The desk's first page: what is at hand, what waits, and what needs the controller. */
export function homeHandlers(desk: DeskContext): Handlers<'desk/home'> {
  return {
    'desk/home': () => {
      const { ceremony, sync } = desk.open();
      const { vault } = ceremony;
      const atHand = attachedTokens(ceremony, desk.ports).tokens;
      const state = sync.state();
      return {
        stock: {
          ready: atHand.filter(({ standing }) => standing.kind === 'ready').length,
          issuedHere: countIssuedSince(vault, ''),
          quarantined: countTokens(vault, 'quarantined'),
        },
        issuedToday: countIssuedSince(vault, midnight(ceremony.now()).toISOString()),
        open: openCeremony(vault) ?? null,
        sync: state,
        needs: needs(vault, state),
        recent: listRecords(vault, '', recentRecords, undefined).rows.map(recordRow),
      };
    },
  };
}

/** Most urgent first; a line only for what is so. */
function needs(vault: Vault, sync: SyncState): Home['needs'] {
  const open = openCeremony(vault);
  const lane = openLane(vault);
  const outbox = countOutbox(vault);
  const quarantined = countTokens(vault, 'quarantined');
  const server = readEnrolment(vault)?.kind;
  const lines: readonly (readonly [Home['needs'][number]['kind'], string, number])[] = [
    ['open ceremony', open?.holder === undefined ? '' : holderName(open.holder), open && !open.outcome ? 1 : 0],
    ['quarantined token', '', quarantined],
    ['open lane', lane?.office.name ?? '', lane !== undefined && lane.finishedAt === undefined ? 1 : 0],
    ['conflict', '', countConflicts(vault, readEnrolment(vault)?.id ?? '')],
    ['log contradicted', openContradiction(vault)?.what ?? '', openContradiction(vault) === undefined ? 0 : 1],
    ['refused record', '', countUnstated(vault)],
    ['clock', '', Math.abs(readClock(vault)?.offMinutes ?? 0)],
    ['certificate', sync.problem?.code ?? '', sync.problem?.code === 'sync/certificate' ? 1 : 0],
    ['turned away', sync.problem?.code ?? '', isTurnedAway(sync) ? 1 : 0],
    ['waiting records', outbox.since ?? '', sync.problem === null ? 0 : outbox.waiting],
    ['no people', '', server !== undefined && countHolders(vault) === 0 ? 1 : 0],
    ['guidelines', '', server === 'keydesk' && readGuidelines(vault) === undefined ? 1 : 0],
  ];
  return lines.filter(([, , count]) => count > 0).map(([kind, subject, count]) => ({ kind, subject, count }));
}

function midnight(now: Date): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate());
}
