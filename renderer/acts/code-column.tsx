import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Reply } from '../../domain/contract/ipc.ts';
import { Sign } from '../controls/sign.tsx';
import { when } from '../i18n/when.ts';
import { codeOf } from './live-codes.ts';

type Alive = Reply<'acts/live-codes'>[number];

/** A column of a list of people that is there while any temporary code is alive. */
export function codeColumn(t: TFunction, codes: readonly Alive[]) {
  if (codes.length === 0) return [];
  return [
    {
      id: 'code',
      name: t('acts.live.column'),
      passing: true,
      cell: (row: Pick<Alive, 'realm' | 'username'>) => <CodeUntil code={codeOf(codes, row)} />,
    },
  ];
}

function CodeUntil({ code }: { readonly code: Alive | undefined }) {
  const { t, i18n } = useTranslation();
  if (code === undefined) return null;
  return <Sign meaning="waiting">{t('acts.live.mark', { until: when(code.endsAt, i18n.language) })}</Sign>;
}
