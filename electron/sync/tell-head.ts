import { headReply } from '../../domain/contract/trail-wire.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { auditHeadText, isSaidBy } from '../../domain/log/audit-head.ts';
import { auditEnds, auditHashAt, rememberTold, toldBefore } from '../vault/audit-head.ts';
import { openCeremony } from '../vault/ceremonies.ts';
import { commit } from '../vault/database.ts';
import { openLane } from '../vault/lanes.ts';
import type { KeydeskEnrolment } from '../vault/station.ts';
import { answerFailure, isNotThere } from './answer-failure.ts';
import { verifiesText } from './own-signature.ts';
import type { SyncParts } from './parts.ts';
import type { ServerClient } from './server-client.ts';

/**
 * Tells the server where this desk's audit stands, when that is news and once after each start, so that nobody cuts off what is behind its newest
 * record unseen. Where the server knows something that this audit does not have, the vault is not what it was:
 * vault/corrupt, once no ceremony or lane is open.
 */
export async function tellHead(
  { vault, station, now }: SyncParts,
  client: ServerClient,
  { id }: KeydeskEnrolment,
  isFirst: boolean,
): Promise<void> {
  const ends = auditEnds(vault);
  const told = toldBefore(vault);
  if (ends === undefined || (!isFirst && told?.hash === ends.hash)) return;
  const head = { station: id, ...ends, at: now().toISOString() };
  const signature = station.sign(auditHeadText(head));
  let from = told === undefined ? null : { position: told.position, hash: told.hash };
  for (;;) {
    const body = { head, signature, from };
    const answer = await client.ask({ method: 'PUT', path: '/stations/self/audit-head', body });
    // A server from before stations told it.
    if (isNotThere(answer)) return;
    const failure = answerFailure(answer);
    // So many audits of a station are kept; work goes on, and `verify --server` says that this one is not known.
    if (failure?.code === 'sync/refused') return;
    if (failure !== undefined) throw failure;
    const said = headReply.safeParse(answer.body);
    if (!said.success) throw new KeydeskError('sync/not-keydesk', { reason: 'audit-head' }, { cause: said.error });
    const { known } = said.data;
    if (known === null || known.head.hash === ends.hash) break;
    const { position, hash, begins } = known.head;
    const isOwn = isSaidBy(verifiesText, { id, publicKey: station.publicKey }, known) && begins === ends.begins;
    if (!isOwn || (from?.position === position && from.hash === hash)) {
      throw new KeydeskError('sync/not-keydesk', { reason: 'audit-head' });
    }
    if (auditHashAt(vault, position) !== hash) {
      if (openCeremony(vault) !== undefined || openLane(vault) !== undefined) return;
      throw new KeydeskError('vault/corrupt', { found: 'audit', at: Math.min(position, ends.position + 1) });
    }
    from = { position, hash };
  }
  if (told?.hash !== ends.hash) commit(vault, () => rememberTold(vault, ends));
}
