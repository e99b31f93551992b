import type { Request } from '../../domain/contract/ipc.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { holderName } from '../../domain/holder.ts';
import type { TokenSerial } from '../../domain/token.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { mustActIn, mustControl, ownOffices } from './controller.ts';
import { mustBeFree, shownToken } from './known-token.ts';
import { perform } from './perform.ts';

/** A token that is no good any more: nobody gets it again. What somebody has is taken back first. */
export function scrap(parts: CeremonyParts, { token, office, note }: Request<'acts/scrap'>) {
  mustScrap(parts, token as TokenSerial);
  mustActIn(parts, office, ['handle_stock']);
  const act = { what: 'scrapped', token: token as TokenSerial, office, note: note.trim() } as const;
  return perform(parts, { act, holder: undefined, reason: '' });
}

export function mustScrap(parts: CeremonyParts, token: TokenSerial): void {
  mustControl(parts, 'handle_stock');
  const { holder } = shownToken(parts, token);
  if (holder !== undefined) throw new KeydeskError('act/somebodys', { name: holderName(holder) });
  if (ownOffices(parts, ['handle_stock']).length === 0) throw new KeydeskError('act/no-office', {});
  mustBeFree(parts, token);
}
