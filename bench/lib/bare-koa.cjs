/** The least a Koa server can do: one route with a small JSON answer. Prints its port. */
const process = require('node:process');
const Koa = require('koa');
const Router = require('@koa/router');

const app = new Koa();
const router = new Router();
router.get('/status', (ctx) => {
  ctx.body = { pending: 3, in_progress: 2, completed_today: 15, failed_today: 1 };
});
app.use(router.routes());
const server = app.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
process.stdin.resume();
process.stdin.once('end', () => process.exit(0));
