import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/**
 * Sends a task to a module that runs in a process of its own, which has the `--expose-gc` and the loader of this one,
 * and takes its answer.
 */
export function inProcess<Answer>(module: URL, task: object, what: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const worker = fork(module, {
      // The project's own tsconfig points the package's name at src; what users get is the build.
      env: { ...process.env, TSX_TSCONFIG_PATH: fileURLToPath(new URL('./tsconfig.json', import.meta.url)) },
    })
    let answer: Answer | undefined
    worker.once('message', (message) => {
      answer = message as Answer
    })
    worker.once('error', reject)
    worker.once('exit', (code, signal) => {
      if (answer) resolve(answer)
      else reject(new Error(`measuring ${what} ended with ${signal ?? `exit code ${code}`}`))
    })
    worker.send(task)
  })
}
