import type { TFunction } from 'i18next';
import type { DeskAct } from '../../domain/act.ts';
import type { BroughtSeeds } from '../../domain/stock/brought.ts';
import type { Fact } from '../controls/facts.tsx';

/** As many serials as a record shows at once; all of them are in its text. */
const shownSerials = 24;

/** What an act about the shelves says, serial by serial. */
export function stockFacts(act: DeskAct, t: TFunction): readonly Fact[] {
  switch (act.what) {
    case 'received':
      return [
        [t('records.stock.order'), act.order],
        some(
          t('records.stock.tokens'),
          act.tokens.map(({ serial }) => serial),
          t,
        ),
        ...(act.brought === undefined ? [] : [broughtFact(act.brought, t)]),
      ];
    case 'called back':
      return [[t('records.stock.shipment'), act.shipment]];
    case 'counted':
      return [
        some(t('records.stock.touched'), act.touched, t),
        some(t('records.stock.missing'), act.missing, t),
        some(t('records.stock.surplus'), act.surplus, t),
        some(t('records.stock.lost'), act.lost ?? [], t),
        some(t('records.stock.taken'), act.taken ?? [], t),
      ];
    case 'sent':
      return [
        [t('records.stock.from'), act.from],
        [t('records.stock.to'), act.to],
        some(t('records.stock.tokens'), act.tokens, t),
      ];
    case 'arrived':
      return [some(t('records.stock.tokens'), act.tokens, t), some(t('records.stock.lost'), act.lost ?? [], t)];
    default:
      return [];
  }
}

/** How many seeds of the vendor's file a record brings, and which part of it that is. */
function broughtFact({ credentials, part, parts }: BroughtSeeds, t: TFunction): Fact {
  const which = parts === 1 ? '' : ` (${t('records.stock.part', { part, parts })})`;
  return [t('records.stock.file'), `${credentials.length}${which}`];
}

function some(name: string, serials: readonly string[], t: TFunction): Fact {
  const shown = serials.slice(0, shownSerials).join(', ');
  const more = serials.length - shownSerials;
  if (serials.length === 0) return [name, ''];
  return [name, more > 0 ? `${shown} ${t('records.stock.more', { count: more })}` : shown];
}
