import { Sign } from './sign.tsx';

/** What is wrong with one field, beside it. */
export function Fault({ id, children }: { readonly id?: string; readonly children: string | undefined }) {
  if (children === undefined) return null;
  return (
    <p id={id} className="fault">
      <Sign meaning="refused" />
      <span>{children}</span>
    </p>
  );
}
