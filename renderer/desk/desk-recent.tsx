import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { RecordRow } from '../../domain/contract/ipc.ts';
import { Grouped } from '../controls/grouped.tsx';
import { when } from '../i18n/when.ts';
import { Delivery } from '../records/records-delivery.tsx';
import { personWords } from '../records/records-person.ts';

const shown = 8;

/** What was done here last, newest first. */
export function DeskRecent({ recent }: { readonly recent: readonly RecordRow[] }) {
  const { t, i18n } = useTranslation();
  return (
    <section className="desk-part" aria-labelledby="desk-recent">
      <h2 id="desk-recent">{t('desk.recent.title')}</h2>
      {recent.length === 0 ? (
        <p className="quiet">{t('desk.recent.none')}</p>
      ) : (
        <ul className="lines">
          {recent.slice(0, shown).map((row) => (
            <li key={row.id}>
              <Link href={`/records/${row.id}`} className="line recent">
                <span className="quiet time">{dayOrTime(row.recordedAt, i18n.language)}</span>
                <span className="who">
                  <RecentName row={row} />
                </span>
                <span className="recent-serial">{row.tokenSerial !== '' && <Grouped>{row.tokenSerial}</Grouped>}</span>
                <Delivery delivery={row.delivery} />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Who it is about and what was done; of what is about nobody, that alone. */
function RecentName({ row }: { readonly row: RecordRow }) {
  const { t } = useTranslation();
  const person = personWords(t, row);
  const kind = t(`records.kind.${row.kind}`);
  if (person === '') return <span className="name">{kind}</span>;
  return (
    <>
      <span className="name">{person}</span>
      {row.kind !== 'issued' && <span className="quiet"> · {kind}</span>}
    </>
  );
}

/** Of today the clock, of other days the day. */
function dayOrTime(iso: string, language: string): string {
  const isToday = new Date(iso).toDateString() === new Date().toDateString();
  return isToday
    ? when(iso, language)
    : new Date(iso).toLocaleDateString(language === 'en' ? 'en-GB' : language, { day: 'numeric', month: 'short' });
}
