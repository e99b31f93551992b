import type { ReactNode } from 'react';

export type Fact = readonly [name: string, value: ReactNode];

/** Names and values in two columns; what has no value is left out. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== '' && value !== undefined)
        .map(([name, value]) => (
          <div key={name} className="fact">
            <dt>{name}</dt>
            <dd>{typeof value === 'string' ? breakable(value) : value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** An address breaks behind its @ rather than before its last letter. */
function breakable(text: string): ReactNode {
  const at = /^\S+@(?=\S+$)/.exec(text)?.[0];
  if (at === undefined) return text;
  return (
    <>
      {at}
      <wbr />
      {text.slice(at.length)}
    </>
  );
}
