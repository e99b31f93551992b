import { practiceMatches, withTokens } from '../ceremony/people.ts';
import { hiddenOffices } from '../ceremony/reach.ts';
import { searchHolders } from '../vault/holders.ts';
import { readGuidelines } from '../vault/snapshot.ts';
import { readEnrolment } from '../vault/station.ts';
import type { DeskContext, Handlers } from './context.ts';
import { practiceGuidelines } from './practice-guidelines.ts';

/** People, and what the server says about who may issue and how. */
export function peopleHandlers(desk: DeskContext): Handlers<'people/search' | 'guidelines/get'> {
  const vault = () => desk.open().ceremony.vault;
  return {
    'people/search': ({ query, limit, after }) => {
      if (readEnrolment(vault()) === undefined) {
        const rows = practiceMatches(query).map((holder) => ({ ...holder, tokens: [] }));
        return { rows, next: null, total: rows.length };
      }
      const parts = desk.open().ceremony;
      // Whoever may act everywhere sees everybody.
      const hidden = desk.session.state().everywhere ? [] : hiddenOffices(parts);
      const found = searchHolders(vault(), query, limit, after, hidden);
      return { ...found, rows: found.rows.map((holder) => sent(withTokens(vault(), holder))) };
    },
    'guidelines/get': () => readGuidelines(vault()) ?? practiceGuidelines,
  };
}

/** The contract's replies are plain, changeable lists. */
function sent(holder: ReturnType<typeof withTokens>) {
  return { ...holder, tokens: [...holder.tokens] };
}
