/** Before the test files of a run: what they share is offered. It is made only for those who ask. */
const { offerEngine } = require('./engine.cjs');

const endings = [];

module.exports = async () => {
  endings.push(await offerEngine());
};

module.exports.endings = endings;
