import { useTranslation } from 'react-i18next';
import type { Holder } from '../../domain/holder.ts';
import { Button } from '../controls/button.tsx';
import { openWith, useBeginCeremony } from '../desk/begin-ceremony.ts';
import { useAppState, useCeremony } from '../queries.ts';

/** The way to another token for somebody who has one: the ordinary ceremony asks what becomes of the first. */
export function ReplaceStart({ person }: { readonly person: Pick<Holder, 'realm' | 'username'> }) {
  const { t } = useTranslation();
  const begin = useBeginCeremony();
  const open = openWith(useCeremony().data);
  if (useAppState().data?.station === undefined || open !== undefined) return null;
  return (
    <Button kind="plain" busy={begin.busy} onPress={() => void begin.run(person)}>
      {t('acts.start.replace')}
    </Button>
  );
}
