/**
 * A function that looks for the same only once: the same few devices and towns come every day.
 *
 * @param keyOf tells what is asked for; equal keys get the same answer
 * @param most answers that are held; when one more is asked for, all are let go
 */
export function remembered<Asked, Found>(find: (asked: Asked) => Found, keyOf: (asked: Asked) => string, most = 10_000): (asked: Asked) => Found {
  const found = new Map<string, Found>();
  return (asked) => {
    const key = keyOf(asked);
    const known = found.get(key);
    if (known !== undefined || found.has(key)) return known as Found;
    if (found.size >= most) found.clear();
    const answer = find(asked);
    found.set(key, answer);
    return answer;
  };
}
