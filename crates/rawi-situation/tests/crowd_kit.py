# What crowd-kit finds on the labels of crowd_kit.rs: pip install crowd-kit; python crowd_kit.py
import pandas
from crowdkit.aggregation import DawidSkene


def labels(seed, tasks=2000, workers=40, classes=3, each=5):
    state, rows, truth = seed, [], []

    def next_number():
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        return state >> 33

    for task in range(tasks):
        true = next_number() % classes
        truth.append(true)
        for _ in range(each):
            worker = next_number() % workers
            right = next_number() % 100 < 40 + worker * 7 % 55
            rows.append((task, worker, true if right else next_number() % classes))
    return pandas.DataFrame(rows, columns=["task", "worker", "label"]), truth


for seed in (1, 2, 3):
    frame, truth = labels(seed)
    model = DawidSkene(n_iter=100, tol=0)
    found = model.fit_predict(frame).sort_index()
    right = int((found.values == truth).sum())
    believed = model.probas_.sort_index()[[0, 1, 2]].values[range(len(truth)), truth].sum()
    print(f"({seed}, {right}, {believed:.6f}),")
