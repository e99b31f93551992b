import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Home } from '../../domain/contract/ipc.ts';
import { Shape } from '../controls/sign.tsx';
import { howLong } from '../i18n/when.ts';
import { openWith } from './begin-ceremony.ts';

type Kind = Exclude<Home['needs'][number]['kind'], 'open ceremony' | 'waiting records'>;
type Need = Home['needs'][number] & { readonly kind: Kind };

/** The open ceremony is the headline, and the queue has its own place beside. */
function isShown(need: Home['needs'][number]): need is Need {
  return need.kind !== 'open ceremony' && need.kind !== 'waiting records';
}

/** What the controller has to see to; each line says what and leads there. */
export function DeskNeeds({ home }: { readonly home: Home }) {
  const { t, i18n } = useTranslation();
  const needs = home.needs.filter(isShown);
  return (
    <section className="desk-part" aria-labelledby="desk-needs">
      <h2 id="desk-needs">{t('desk.needs.title')}</h2>
      {needs.length === 0 ? (
        <p className="quiet">{t(openWith(home.open) === undefined ? 'desk.needs.none' : 'desk.needs.nothingElse')}</p>
      ) : (
        <ul className="lines">
          {needs.map((need) => (
            <li key={`${need.kind} ${need.subject}`}>
              <Link {...placeOf(need, home.recent)} className="line" data-meaning={meaningOf(need)}>
                <Shape meaning={meaningOf(need)} />
                <span>
                  {t(`desk.needs.${need.kind}`, { count: need.count, by: howLong(need.count, i18n.language) })}
                </span>
                <span aria-hidden="true">→</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function meaningOf({ kind }: Need): 'refused' | 'waiting' {
  return kind === 'log contradicted' ||
    kind === 'conflict' ||
    kind === 'refused record' ||
    kind === 'quarantined token' ||
    kind === 'certificate' ||
    kind === 'turned away'
    ? 'refused'
    : 'waiting';
}

interface Place {
  readonly href: string;
  readonly state?: { readonly query?: string; readonly section?: string };
}

function placeOf({ kind }: Need, recent: Home['recent']): Place {
  switch (kind) {
    case 'quarantined token':
      return { href: '/tokens', state: { query: 'quarantined' } };
    case 'refused record': {
      const refused = recent.find(({ delivery }) => delivery === 'refused');
      return { href: refused === undefined ? '/records' : `/records/${refused.id}` };
    }
    case 'conflict':
      return { href: '/conflicts' };
    case 'open lane':
      return { href: '/stock/reprogram' };
    case 'clock':
      return { href: '/settings', state: { section: 'station' } };
    case 'log contradicted':
      return { href: '/records' };
    case 'no people':
      return { href: '/people' };
    case 'certificate':
    case 'turned away':
      return { href: '/settings', state: { section: 'station' } };
    case 'guidelines':
      return { href: '/settings', state: { section: 'guidelines' } };
  }
}
