"""Common: what several stages use."""


def to_matrix(frame, *, columns, scaler):
    # same columns, same scale, whatever table comes in
    return scaler.transform(frame[columns])
