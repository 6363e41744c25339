import fc from 'fast-check'

// The same random cases on every run, so that a red build is a change's doing; SEED=n looks at others.
fc.configureGlobal({ seed: Number(process.env['SEED'] ?? 20_240_312) })
