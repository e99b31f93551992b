import { useTranslation } from 'react-i18next';
import type { AuditFilter } from '../../domain/contract/administration/audit.ts';
import { SearchField } from '../controls/search-field.tsx';
import { useSearchKeys } from '../controls/search-keys.ts';
import { Select } from '../controls/select.tsx';

interface AuditFiltersProps {
  readonly filter: AuditFilter;
  readonly onFilter: (filter: AuditFilter) => void;
}

const times = ['1h', '24h', '7d', '30d', ''] as const;
const results = ['all', 'done', 'refused'] as const;

/** What the list is narrowed by; a part of a text is enough. */
export function AuditFilters({ filter, onFilter }: AuditFiltersProps) {
  const { t } = useTranslation();
  const search = useSearchKeys();
  const set = (change: Partial<AuditFilter>) => onFilter({ ...filter, ...change });
  return (
    <section className="audit-filters" aria-label={t('audit.filters')}>
      <Select
        label={t('audit.time')}
        choices={times.map((value) => ({
          value: value === '' ? 'ever' : value,
          label: t(`audit.since.${value === '' ? 'ever' : value}`),
        }))}
        value={filter.since === '' ? 'ever' : (times.find((value) => value === filter.since) ?? 'ever')}
        onChange={(value) => set({ since: value === 'ever' ? '' : value })}
      />
      <Select
        label={t('audit.result')}
        choices={results.map((value) => ({ value, label: t(`audit.results.${value}`) }))}
        value={filter.success}
        onChange={(success) => set({ success })}
      />
      <SearchField label={t('audit.person')} value={filter.user} onChange={(user) => set({ user })} {...search} />
      <SearchField label={t('audit.realm')} value={filter.realm} onChange={(realm) => set({ realm })} />
      <SearchField
        label={t('audit.administrator')}
        value={filter.administrator}
        onChange={(administrator) => set({ administrator })}
      />
      <SearchField label={t('audit.token')} value={filter.serial} onChange={(serial) => set({ serial })} />
      <SearchField label={t('audit.request')} value={filter.action} onChange={(action) => set({ action })} />
      <SearchField label={t('audit.client')} value={filter.client} onChange={(client) => set({ client })} />
    </section>
  );
}
