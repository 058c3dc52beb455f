# shellcheck shell=sh
# Sourced with $root set by the scripts beside it: makes `.venv/` what requirements/run.lock or dev.lock says.
# POSIX sh. Speaks on stderr only: stdout belongs to the program.
#
# `.venv/LOCK.stamp` is written last, so an install that broke off never counts as ready. It holds the lock and the
# folder (an environment does not survive being moved); `.venv/project.stamp` holds pyproject.toml.

venv=${root:?}/.venv

# Nobody's settings may reach past the lock, put other modules before ours, or leave modules uncompiled (trap T29).
unset PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE PYTHONOPTIMIZE
unset PIP_CONSTRAINT PIP_NO_COMPILE PIP_PREFIX PIP_REQUIRE_HASHES PIP_REQUIREMENT PIP_ROOT PIP_TARGET PIP_USER

say() { printf '%s\n' "$*" >&2; }

stamp() { printf '%s\n' "$root" && cat "$root/requirements/$1.lock"; }

same_lock() { stamp "$1" | cmp -s - "$venv/$1.stamp"; }

is_ready() {
    [ -x "$venv/bin/python" ] && same_lock "$1" && cmp -s "$root/pyproject.toml" "$venv/project.stamp"
}

find_python() {
    for candidate in ${IASS_PYTHON:+"$IASS_PYTHON"} python3.13 python3.12 python3.11 python3; do
        if "$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    say "iass needs Python 3.11 or newer with its venv module, and found none."
    say "Install it (Debian and Ubuntu: apt install python3 python3-venv; macOS: python.org), then start again."
    return 1
}

pip_install() {
    "$venv/bin/python" -m pip install -qq --no-input --retries 2 --disable-pip-version-check "$@"
}

# An environment made for this folder and these locks is added to, never remade: without a network, a start that
# worked goes on working after a scripts/test that could not install.
can_be_kept() {
    [ -x "$venv/bin/python" ] || return 1
    [ -f "$venv/run.stamp" ] || [ -f "$venv/dev.stamp" ] || return 1
    for lock in run dev; do
        [ ! -f "$venv/$lock.stamp" ] || same_lock "$lock" || return 1
    done
}

make_environment() {
    if ! can_be_kept; then
        if [ -f "$venv/run.stamp" ] || [ -f "$venv/dev.stamp" ]; then
            rm -rf "$venv.old" && mv "$venv" "$venv.old" || return 1
        fi
        "$python" -m venv --clear "$venv" || return 1
    fi
    if ! same_lock "$1"; then
        pip_install --require-hashes --only-binary :all: -r "$root/requirements/$1.lock" || return 1
    fi
    rm -f "$venv/project.stamp"
    pip_install --no-deps --no-build-isolation --no-index -e "$root" || return 1
    "$venv/bin/python" -m compileall -q "$root/iass_tui" "$root/db" "$root/screens" || return 1
    cp "$root/pyproject.toml" "$venv/project.stamp" || return 1
    [ "$1" = run ] || stamp run >"$venv/run.stamp" || return 1 # dev.lock holds run.lock
    stamp "$1" >"$venv/$1.stamp.new" && mv "$venv/$1.stamp.new" "$venv/$1.stamp" || return 1
    rm -rf "$venv.old"
}

explain_failure() {
    if [ -d "$venv.old" ]; then # the environment of the version before still serves that version
        rm -rf "$venv" && mv "$venv.old" "$venv"
    fi
    say ""
    say "The environment could not be made; nothing else was changed. pip says why above."
    say "Without a network: on a machine of the same kind that has one, in this folder, run"
    say "    python3 -m pip download --require-hashes --only-binary :all: -r requirements/$1.lock -d wheels"
    say "bring the folder wheels here, and start with PIP_NO_INDEX=1 PIP_FIND_LINKS=wheels before the command."
}

# prepare_environment run|dev: returns at once when all is in place; two that start together install once.
prepare_environment() {
    is_ready "$1" && return
    python=$(find_python) || return 1
    if ! [ -w "$root" ]; then
        say "This copy of iass has to be prepared once by whoever may write to $root: run scripts/run there."
        return 1
    fi
    (
        exec 9>"$venv.lock" || exit 1
        "$python" -c '
import fcntl, sys
try:
    fcntl.flock(9, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("Another start is preparing the environment; waiting for it.", file=sys.stderr)
    fcntl.flock(9, fcntl.LOCK_EX)
' || exit 1
        is_ready "$1" && exit
        say "Preparing the environment in .venv from requirements/$1.lock: once, for a minute or so."
        make_environment "$1" || {
            explain_failure "$1"
            exit 1
        }
        say "Ready."
    ) </dev/null >&2
}
