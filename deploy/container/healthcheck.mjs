/** Healthy unless engine, worker or store have been away for a minute; what is wrong is printed. */
const port = process.env.PORT || '8080';
const response = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(5_000) });
const { status, trouble = [] } = await response.json();
process.stdout.write(`${[status, ...trouble].join('; ')}\n`);
process.exitCode = status === 'healthy' || status === 'degraded' ? 0 : 1;
