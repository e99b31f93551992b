import { type Fact, Facts } from '../controls/facts.tsx';

/** One part of a record under its title. */
export function RecordsFacts({ title, facts }: { readonly title: string; readonly facts: readonly Fact[] }) {
  return (
    <section className="stack">
      <h2 className="record-part">{title}</h2>
      <Facts facts={facts} />
    </section>
  );
}
