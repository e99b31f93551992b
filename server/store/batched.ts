interface Asked<Q, A> {
  readonly question: Q;
  readonly resolve: (answer: A) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers the calls of one burst into one: what pieces of work that are under way side by side ask for at the same time
 * is asked of the database in one statement. The answers are in the order of the questions.
 */
export function batched<Q, A>(askAll: (questions: readonly Q[]) => Promise<readonly A[]>): (question: Q) => Promise<A> {
  let waiting: Asked<Q, A>[] = [];

  function flush(): void {
    const gathered = waiting;
    waiting = [];
    askAll(gathered.map(({ question }) => question)).then(
      (answers) => {
        gathered.forEach(({ resolve }, place) => {
          resolve(answers[place] as A);
        });
      },
      (error: unknown) => {
        for (const { reject } of gathered) reject(error);
      },
    );
  }

  return (question) =>
    new Promise<A>((resolve, reject) => {
      // When everything that can go on now has done so.
      if (waiting.length === 0) process.nextTick(flush);
      waiting.push({ question, resolve, reject });
    });
}
