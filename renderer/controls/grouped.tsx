interface GroupedProps {
  readonly children: string;
  /** From the end, as numbers are read; otherwise from the start. */
  readonly size?: number;
}

/** A serial, code or hash in groups of four, by space only: copied, it is still in one piece. */
export function Grouped({ children, size = 4 }: GroupedProps) {
  const groups = children.match(new RegExp(`.{1,${size}}`, 'gsu')) ?? [];
  return (
    <span className="grouped">
      {groups.map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a group is its place
        <span key={index}>{group}</span>
      ))}
    </span>
  );
}
