import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Holder } from '../../domain/holder.ts';
import { Button } from '../controls/button.tsx';
import { useAppState } from '../queries.ts';

/** The way to a temporary code for somebody who has a token; our own server alone makes one. */
export function CodeStart({ person }: { readonly person: Pick<Holder, 'realm' | 'username'> }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  if (useAppState().data?.station?.kind !== 'keydesk') return null;
  const { realm, username } = person;
  return (
    <div>
      <Button kind="plain" onPress={() => go('/acts/temporary-code', { state: { realm, username } })}>
        {t('acts.start.temporary-code')}
      </Button>
    </div>
  );
}
