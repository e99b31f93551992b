import { type KeyboardEvent, useDeferredValue, useEffect, useRef, useState } from 'react';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { asFailure } from '../../domain/failure.ts';
import { type HolderWithTokens, holderName } from '../../domain/holder.ts';
import { Button } from '../controls/button.tsx';
import { Empty } from '../controls/empty.tsx';
import { Problem } from '../controls/problem.tsx';
import { SearchField } from '../controls/search-field.tsx';
import { useAction } from '../keydesk.ts';
import { usePeople } from '../queries.ts';
import { useNext } from '../rollout/rollout-facts.ts';
import { CeremonyStep } from './ceremony-step.tsx';
import type { StepProps } from './step-props.ts';
import './ceremony-person.css';

/** Step 1: finds the person among those the server told of. */
export function CeremonyPerson(props: StepProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [query, setQuery] = useState('');
  const wanted = useDeferredValue(query.trim());
  const people = usePeople(wanted);
  const choose = useAction('ceremony/choose-holder');
  const found = people.data?.pages.flatMap((page) => page.rows) ?? [];
  const total = people.data?.pages[0]?.total ?? 0;
  const next = useNext(1).data?.next[0];
  const field = useRef<HTMLInputElement>(null);
  const taken = useRef(false);
  const take = (key: string) => {
    const person = found.find((candidate) => personKey(candidate) === key);
    if (person === undefined || taken.current) return;
    taken.current = true;
    void choose.run({ realm: person.realm, username: person.username }).finally(() => {
      taken.current = false;
    });
  };
  useEffect(() => {
    // Autocomplete names the option under the focus half a second late, also when it has gone since.
    if (found.length > 0) return;
    const timer = setTimeout(() => field.current?.removeAttribute('aria-activedescendant'), 600);
    return () => clearTimeout(timer);
  }, [found.length]);
  /** Enter takes the only one found, even where the list has not marked it. */
  const takeOnly = (event: KeyboardEvent<HTMLInputElement>) => {
    const [only] = found;
    if (event.key !== 'Enter' || event.currentTarget.hasAttribute('aria-activedescendant')) return;
    if (found.length === 1 && only !== undefined) take(personKey(only));
  };
  return (
    <CeremonyStep
      {...props}
      title={t('ceremony.person.title')}
      lead={t('ceremony.person.lead')}
      back={{ label: t('ceremony.leave'), run: () => navigate('/') }}
    >
      <Autocomplete inputValue={query} onInputChange={setQuery}>
        <SearchField
          big
          autoFocus
          label={t('ceremony.person.search')}
          value={query}
          onChange={setQuery}
          inputRef={field}
          onKeyDown={takeOnly}
        />
        {next !== undefined && wanted === '' && (
          <div>
            <Button busy={choose.busy} onPress={() => void choose.run({ realm: next.realm, username: next.username })}>
              {next.office === ''
                ? t('desk.next', { name: next.name })
                : t('desk.nextOf', { name: next.name, office: next.office })}
            </Button>
          </div>
        )}
        {choose.failure !== undefined && <Problem failure={choose.failure} />}
        {people.error !== null && <Problem failure={asFailure(people.error)} />}
        <div className="stack">
          {people.isSuccess && (
            <p className="quiet small" role="status">
              {t('ceremony.person.count', { count: total })}
            </p>
          )}
          <ListBox
            aria-label={t('ceremony.person.results')}
            className="people-list"
            items={found}
            onAction={(key) => take(String(key))}
            renderEmptyState={() =>
              people.isPending ? (
                <p className="quiet">{t('loading')}</p>
              ) : (
                <Empty
                  what={wanted === '' ? t('ceremony.person.none') : t('ceremony.person.notFound', { query: wanted })}
                  begin={wanted === '' ? t('ceremony.person.noneHint') : t('ceremony.person.notFoundHint')}
                />
              )
            }
          >
            {(person) => <Person id={personKey(person)} person={person} />}
          </ListBox>
        </div>
      </Autocomplete>
    </CeremonyStep>
  );
}

function personKey(person: HolderWithTokens): string {
  return `${person.realm}/${person.username}`;
}

/** The list takes a row for the same one only by the `id` on this very element. */
function Person({ id, person }: { readonly id: string; readonly person: HolderWithTokens }) {
  const { t } = useTranslation();
  const active = person.tokens.filter((token) => token.active).length;
  return (
    <ListBoxItem id={id} textValue={`${holderName(person)} ${person.username}`} className="person">
      <span className="large">{holderName(person)}</span>
      <span className="quiet person-place">
        {person.username} · {person.realm}
        {person.office !== '' && <> · {person.office}</>}
      </span>
      <span className={active > 0 ? 'person-tokens' : 'quiet person-tokens'}>
        {t('ceremony.person.tokens', { count: active })}
      </span>
    </ListBoxItem>
  );
}
