/**
 * The crash point of a desk in a process of its own: ends it by SIGKILL at one point, named with the how-many-eth of its
 * name (`after act/sent#2`), or as the so-many-eth of all (`7`). With `list` none; `end` then tells all that there were.
 */
export function crashAt(point: string) {
  const times = new Map<string, number>();
  const passed: string[] = [];
  let counting = false;
  return {
    begin: () => {
      counting = true;
    },
    crashPoint: (name: string): void => {
      if (!counting) return;
      const time = (times.get(name) ?? 0) + 1;
      times.set(name, time);
      passed.push(`${name}#${time}`);
      if (point !== `${name}#${time}` && point !== String(passed.length)) return;
      process.stdout.write(`${name}#${time}\n`, () => {});
      process.kill(process.pid, 'SIGKILL');
    },
    end: () => void process.stdout.write(point === 'list' ? JSON.stringify(passed) : 'finished\n'),
  };
}
