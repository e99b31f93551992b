import { useQueryClient } from '@tanstack/react-query';
import type { AppState } from '../../domain/contract/ipc.ts';
import type { PaperChoice } from '../../domain/contract/paper.ts';
import { paperAtFirst } from '../../domain/paper/paper-size.ts';
import { useAction } from '../keydesk.ts';
import { useAppState } from '../queries.ts';

/** The paper this desk prints on; what is chosen is kept for the next time. */
export function usePaperChoice() {
  const client = useQueryClient();
  const set = useAction('app/set-settings');
  const paper: PaperChoice = useAppState().data?.settings.paper ?? paperAtFirst;
  const choose = async (wanted: PaperChoice) => {
    const settings = await set.run({ paper: wanted });
    if (settings === undefined) return;
    client.setQueryData<AppState>(['app/state'], (app) => app && { ...app, settings: settings.value });
  };
  return { paper, choose, failure: set.failure };
}
