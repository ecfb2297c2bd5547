using System.Diagnostics;

namespace SteerScope.Measuring;

/// <summary>PyTorch of the machine's Python in a child process.</summary>
public static class PyTorch
{
    // A thread that still spins after its last parallel region would disturb whoever's turn is next.
    private const string Serve = """

        import sys as _sys, time as _time
        def _describe():
            facts = [l.strip('- ').strip() for l in torch.__config__.show().splitlines()]
            mkl = [f for f in facts if f.startswith(('Intel(R) MKL-DNN', 'Intel(R) oneAPI', 'CPU capability'))]
            import re
            blas = re.search(r'BLAS_INFO=(\w+)', torch.__config__.show())
            libraries = sorted({l.split()[-1].rsplit('/', 1)[-1] for l in open('/proc/self/maps') if re.search(r'blas|dnnl|mkl', l)})
            own = [describe()] if 'describe' in globals() else []
            return ' | '.join([*own, 'PyTorch ' + torch.__version__, *mkl, 'BLAS ' + (blas.group(1) if blas else '?'), ' '.join(libraries), f'{torch.get_num_threads()} threads'])
        with torch.no_grad():
            print(_describe(), flush=True)
            for _line in _sys.stdin:
                try:
                    _name, _repeats = _line.split()
                    _case, _repeats = cases[_name], int(_repeats)
                    _wall, _cpu = _time.perf_counter(), _time.process_time()
                    for _ in range(_repeats):
                        _case()
                    _wall, _cpu = _time.perf_counter() - _wall, _time.process_time() - _cpu
                    print(repr(_wall / _repeats), repr(_cpu / _repeats), flush=True)
                except Exception as _error:
                    print('error', type(_error).__name__, ' '.join(str(_error).split()), flush=True)
        """;

    /// <summary>Starts it.</summary>
    /// <param name="python">The interpreter, such as /usr/bin/python3.</param>
    /// <param name="source">Python that fills <c>cases</c>, a dictionary from names without spaces to functions without arguments;
    /// <c>torch</c> is imported and has its number of threads, autograd is off when the functions are called. A function
    /// <c>describe</c>, where there is one, says what the child is beside PyTorch.</param>
    /// <param name="threads">Threads of one operation.</param>
    /// <param name="preload">A library that is loaded first, such as another BLAS with the reference interface; or null.</param>
    /// <returns>Null if that Python does not have PyTorch.</returns>
    public static TimedChild? Start(string python, string source, int threads, string? preload = null)
    {
        var info = new ProcessStartInfo(python);
        info.Environment["OMP_NUM_THREADS"] = $"{threads}";
        info.Environment["OPENBLAS_NUM_THREADS"] = $"{threads}";
        info.Environment["OMP_WAIT_POLICY"] = "passive";
        if (preload is not null)
        {
            info.Environment["LD_PRELOAD"] = preload;
        }

        info.ArgumentList.Add("-c");
        info.ArgumentList.Add($"import torch\ntorch.set_num_threads({threads})\ncases = {{}}\n{source}\n{Serve}");
        return IsIn(python) ? TimedChild.Start(info) : null;
    }

    /// <summary>Whether a Python is there and has PyTorch.</summary>
    public static bool IsIn(string python)
    {
        if (!File.Exists(python))
        {
            return false;
        }

        using var process = Process.Start(new ProcessStartInfo(python, ["-c", "import torch"]) { RedirectStandardError = true });
        process!.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
