import { type Ref, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupChangeAsked, LockedOutPage } from '../../domain/contract/administration/trust.ts';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';
import { wayWords } from './group-name.ts';
import { useLockedOut } from './locked-out-pages.ts';

interface LockedOutListProps {
  /** `null`: whoever is locked out now. */
  readonly change: GroupChangeAsked | null;
  /** The first of them. */
  readonly page: LockedOutPage;
  readonly groups: readonly { readonly id: string; readonly name: string }[];
  readonly listRef?: Ref<HTMLElement>;
  /** The end of the list was in sight. */
  readonly onRead?: () => void;
}

/** People who cannot log in: by name, office, and the groups that say so. Those that follow are asked for as it is scrolled. */
export function LockedOutList({ change, page, groups, listRef, onRead }: LockedOutListProps) {
  const { t } = useTranslation();
  const end = useRef<HTMLLIElement>(null);
  const { people, more, failure } = useLockedOut(change, page);
  const reached = more ?? onRead;
  useEffect(() => {
    if (reached === undefined || end.current === null) return;
    const watcher = new IntersectionObserver((seen) => {
      if (seen.some(({ isIntersecting }) => isIntersecting)) reached();
    });
    watcher.observe(end.current);
    return () => watcher.disconnect();
  }, [reached]);
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
          {more === undefined
            ? t('trust.lockout.end', { count: people.length })
            : t('trust.lockout.more', { count: page.count - people.length })}
        </li>
      </ul>
      {failure !== undefined && more !== undefined && (
        <Problem failure={failure}>
          <Button onPress={more}>{t('list.again')}</Button>
        </Problem>
      )}
    </section>
  );
}
