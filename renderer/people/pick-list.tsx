import { useTranslation } from 'react-i18next';
import { type Choice, Choices } from '../controls/choices.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { SearchField } from '../controls/search-field.tsx';

interface PickListProps {
  readonly searchLabel: string;
  readonly label: string;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  /** What was found; the first few are offered, the rest by typing more. */
  readonly found: readonly Choice<string>[] | undefined;
  readonly more: boolean;
  readonly none: string;
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
  readonly problem: { readonly error: Error | null; readonly refetch: () => unknown };
}

const offered = 6;

/** One of very many: a search, and the few that it finds to choose from. */
export function PickList({
  searchLabel,
  label,
  query,
  onQuery,
  found,
  more,
  none,
  value,
  onChange,
  problem,
}: PickListProps) {
  const { t } = useTranslation();
  if (problem.error !== null) return <ListProblem query={problem} />;
  const shown = found?.slice(0, offered) ?? [];
  return (
    <div className="stack">
      <SearchField label={searchLabel} value={query} onChange={onQuery} autoFocus />
      <div className="pick-list">
        {found === undefined ? (
          <p className="quiet">{t('loading')}</p>
        ) : shown.length === 0 ? (
          <p>{none}</p>
        ) : (
          <Choices label={label} choices={shown} value={value} onChange={onChange} />
        )}
      </div>
      <p className="quiet small" role="status">
        {found !== undefined && (more || found.length > offered) ? t('accounts.typeMore') : '\u00a0'}
      </p>
    </div>
  );
}
