import { useTranslation } from 'react-i18next';
import type { Foreseen } from '../../domain/contract/administration/imports.ts';
import type { ToldRemark } from '../../domain/contract/import-remark.ts';
import { ForeseenTitle } from './foreseen-title.tsx';
import { remarkWords } from './remark-words.ts';

/** What would come of the file: what would be added, what keeps it out, what is left out. Nothing has happened yet. */
export function ImportForeseen({ foreseen }: { readonly foreseen: Foreseen | null }) {
  const { t } = useTranslation();
  if (foreseen === null) {
    return (
      <section className="foreseen" data-meaning="waiting">
        <ForeseenTitle meaning="waiting">{t('import.cannotSay')}</ForeseenTitle>
        <p>{t('import.cannotSayMeans')}</p>
      </section>
    );
  }
  const { keys, types, faults, firstFaults, passedOver, firstPassedOver } = foreseen;
  const comes = faults === 0 && keys > 0;
  return (
    <section className="foreseen" data-meaning={comes ? 'proven' : 'refused'}>
      <ForeseenTitle meaning={comes ? 'proven' : 'refused'}>
        {comes
          ? t('import.wouldCome', { count: keys })
          : t(keys === 0 ? 'import.noKey' : 'import.wouldNot', { count: keys })}
      </ForeseenTitle>
      <p className="quiet">{t('import.nothingYet')}</p>
      {comes && (
        <ul className="foreseen-types">
          {types.map(({ type, count }) => (
            <li key={type}>
              <strong>{count}</strong> {type.toUpperCase()}
            </li>
          ))}
        </ul>
      )}
      {faults > 0 && <Named title={t('import.faults', { count: faults })} lines={firstFaults} more={faults} />}
      {passedOver > 0 && (
        <Named title={t('import.passedOver', { count: passedOver })} lines={firstPassedOver} more={passedOver} />
      )}
    </section>
  );
}

interface NamedProps {
  readonly title: string;
  readonly lines: readonly ToldRemark[];
  /** How many there are in all. */
  readonly more: number;
}

/** The first of some lines, and how many more there are. */
export function Named({ title, lines, more }: NamedProps) {
  const { t } = useTranslation();
  return (
    <div className="stack">
      <h4>{title}</h4>
      <ul className="named-lines">
        {[...new Map(lines.map((line) => [JSON.stringify(line), line]))].map(([key, line]) =>
          'said' in line ? (
            <li key={key} lang="en">
              {line.said}
            </li>
          ) : (
            <li key={key}>{remarkWords(t, line)}</li>
          ),
        )}
      </ul>
      {more > lines.length && <p className="quiet small">{t('import.andMore', { count: more - lines.length })}</p>}
    </div>
  );
}
