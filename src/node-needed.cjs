'use strict';
// Written so that a Node of ten years ago reads it too: no newer one gets as far as saying what it lacks.

var NEEDED = 26;

/** What is wrong with a Node that is too old, and where a newer one comes from; undefined for one that will do. */
function whyOlder(version, path) {
  if (parseInt(version.split('.')[0], 10) >= NEEDED) return undefined;
  return 'Farmwatch needs Node ' + NEEDED + ' or newer, and ' + path + ' is ' + version + '. '
    + '"npm ci" in the folder of Farmwatch brings the right one, and "npm start" and "npm run --silent farmwatch -- COMMAND" use it. '
    + 'Where npm may run no scripts of packages it did not come: "npm rebuild node --ignore-scripts=false" fetches it. '
    + 'Or install Node ' + NEEDED + ' from https://nodejs.org.';
}

module.exports = { whyOlder: whyOlder };

var why = whyOlder(process.versions.node, process.execPath);
if (why !== undefined) {
  console.error(why);
  process.exit(1);
}
