import { type Ref, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { LockedOutRow } from '../../domain/contract/administration/trust.ts';
import { wayWords } from './group-name.ts';

interface LockedOutListProps {
  readonly people: readonly LockedOutRow[];
  readonly groups: readonly { readonly id: string; readonly name: string }[];
  readonly listRef?: Ref<HTMLElement>;
  /** The end of the list was in sight. */
  readonly onRead?: () => void;
}

/** People who cannot log in: by name, office, and the groups that say so. */
export function LockedOutList({ people, groups, listRef, onRead }: LockedOutListProps) {
  const { t } = useTranslation();
  const end = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (onRead === undefined || end.current === null) return;
    const watcher = new IntersectionObserver((seen) => {
      if (seen.some(({ isIntersecting }) => isIntersecting)) onRead();
    });
    watcher.observe(end.current);
    return () => watcher.disconnect();
  }, [onRead]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls has to be reached by the keyboard
    <section ref={listRef} className="locked-out" tabIndex={0} aria-label={t('trust.lockout.list')}>
      <ul>
        {people.map(({ user, name, office, because }) => (
          <li key={user}>
            <strong>{name}</strong>
            <span className="quiet small">{[user, office].filter((one) => one !== '').join(' · ')}</span>
            <span className="small">
              {because.length === 0
                ? t('trust.lockout.revoked')
                : t('trust.lockout.because', { groups: because.map((way) => wayWords(t, way, groups)).join('; ') })}
            </span>
          </li>
        ))}
        <li ref={end} className="end quiet small">
          {t('trust.lockout.end', { count: people.length })}
        </li>
      </ul>
    </section>
  );
}
