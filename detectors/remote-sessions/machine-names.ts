/**
 * How far a name tells machines apart.
 *
 * `own`: its system drew it, so no other machine has it. `chosen`: somebody thought of it, and somebody else may have thought
 * of the same. `common`: what many call theirs, or what it was called when it was bought.
 */
export type Naming = 'own' | 'chosen' | 'common';

/** What Windows calls a machine that nobody named: seven, eight or eleven letters and digits by chance. People write a number after a word, so digits have to stand elsewhere too. */
const DRAWN = /^(?:desktop|laptop|win)-(?=[a-z0-9]*(?:\d[a-z]|\d{3}))[a-z0-9]{6,11}$/;

/** Words that say what kind of machine it is, where it stands or that it is somebody's own. */
const COMMON_WORDS = new Set([
  'a', 'my', 'the', 'new', 'old', 'own', 'main', 'big', 'home', 'house', 'office', 'work', 'job', 'lab', 'desk', 'room', 'bedroom', 'kitchen', 'studio', 'garage', 'family', 'personal', 'private', 'remote', 'local', 'school',
  'pc', 'computer', 'machine', 'desktop', 'laptop', 'notebook', 'workstation', 'ws', 'station', 'tower', 'rig', 'gaming', 'game', 'gamer', 'server', 'srv', 'host', 'box', 'client', 'node', 'nuc', 'vm', 'dev', 'test', 'user', 'users', 'admin', 'administrator', 'owner', 'guest', 'default',
  'mac', 'macbook', 'imac', 'macmini', 'mini', 'studio', 'pro', 'air', 'max', 'ultra', 'book', 'm', 'inch', 'win', 'windows', 'linux', 'ubuntu', 'debian', 'fedora', 'chromebook', 'surface', 'thinkpad', 'ideapad', 'latitude', 'inspiron', 'precision', 'optiplex', 'xps', 'elitebook', 'probook', 'pavilion', 'omen', 'legion', 'alienware', 'dell', 'hp', 'lenovo', 'asus', 'acer', 'msi', 'apple', 'ipad', 'iphone', 'android', 'raspberrypi', 'pi',
]);

/**
 * What a name says, by its first label: a router or an operator adds the rest.
 *
 * @param name in lower case
 * @example namingOf('home-pc') // => 'common'
 * @example namingOf('desktop-4f7k2qx') // => 'own'
 */
export function namingOf(name: string): Naming {
  if (DRAWN.test(labelOf(name))) return 'own';
  const words = labelOf(name).match(/\p{L}+|\p{N}+/gu) ?? [];
  // A number counts what one has of a kind; with a word that is nobody else's it makes a name.
  return words.length === 1 || words.every((word) => COMMON_WORDS.has(word) || /^\p{N}{1,2}$/u.test(word)) ? 'common' : 'chosen';
}

function labelOf(name: string): string {
  return name.split('.')[0]!;
}
