import { useLocation } from 'wouter';
import type { Ceremony } from '../../domain/ceremony.ts';
import type { Failure } from '../../domain/failure.ts';
import { type Holder, holderName } from '../../domain/holder.ts';
import { useAction } from '../keydesk.ts';
import { useCeremony } from '../queries.ts';

/** Whom the ceremony that was left open is with, if any: the next one waits for it. */
export function openWith(ceremony: Ceremony | null | undefined): (Holder & { readonly name: string }) | undefined {
  if (!ceremony || ceremony.outcome !== undefined || ceremony.holder === undefined) return undefined;
  return { ...ceremony.holder, name: holderName(ceremony.holder) };
}

export interface BeginCeremony {
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  /** Opens the ceremony: the one left open, or a new one, with the person chosen if one is given. */
  readonly run: (person?: { readonly realm: string; readonly username: string }) => Promise<void>;
}

export function useBeginCeremony(): BeginCeremony {
  const current = useCeremony();
  const begin = useAction('ceremony/begin');
  const choose = useAction('ceremony/choose-holder');
  const close = useAction('ceremony/close');
  const [, navigate] = useLocation();
  return {
    busy: begin.busy || choose.busy || close.busy,
    failure: begin.failure ?? choose.failure ?? close.failure,
    run: async (person) => {
      let ceremony = current.data ?? undefined;
      if (ceremony?.outcome !== undefined) {
        if ((await close.run()) === undefined) return;
        ceremony = undefined;
      }
      ceremony ??= (await begin.run())?.value;
      if (ceremony === undefined) return;
      if (person !== undefined && ceremony.step === 'person') {
        const chosen = await choose.run({ realm: person.realm, username: person.username });
        if (chosen === undefined) return;
      }
      navigate('/ceremony');
    },
  };
}
