/** After the test files of a run: what they shared is ended. */
const { endings } = require('./setup.cjs');

module.exports = async () => {
  for (const end of endings.splice(0)) await end();
};
