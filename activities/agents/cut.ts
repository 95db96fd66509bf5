/** Answers of which a screen shows the end only. */

/** Says so, in front of what could be read. */
export function cutAnswer(rest: string): string {
  const note = '[cut: the beginning of the answer was no longer on the screen]';
  return rest === '' ? note : `${note}\n${rest}`;
}
